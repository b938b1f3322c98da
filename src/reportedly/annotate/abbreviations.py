"""Abbreviations and small words of English that decide where a sentence ends, each list with the phrase that asks for it."""

BEFORE_NAMES = frozenset(  # "Gov. Marta Lind", "St. Petersburg", "Kabila v. Tshisekedi"
    "mr mrs ms mx dr prof rev hon fr sr br st mt ft gov lt.gov gen lt col maj capt cmdr adm sgt cpl pvt sen rep reps sens gens"
    " govs messrs mmes drs pres supt det insp atty asst assoc dep amb sec spec brig lt.col vice-adm e.g i.e cf vs v viz approx"
    " no.s mlle mme".split()
)
BEFORE_DIGITS = frozenset(  # "Jan. 6", "No. 10", "p. 4", "Sept. 11"
    "jan feb mar apr jun jul aug sep sept oct nov dec no nos p pp vol art fig ch para".split()
)
TIME_OF_DAY = frozenset(["a.m", "p.m", "am", "pm"])  # "10 a.m. Monday", "8 p.m. EST"
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday eastern pacific central mountain greenwich moscow local"
    " january february march april may june july august september october november december jan feb aug sept oct nov dec".split()
)
OFTEN_LAST = frozenset("inc corp co ltd llc plc bros jr sr etc al dept univ ave blvd rd".split())  # "Acme Inc. Chairman"
STARTERS = frozenset(  # words that, in capitals after "U.S." or "Inc.", begin a sentence rather than a name
    "the a an this that these those it he she they we you i his her its their our my there here but and or so yet in on at by"
    " for from with as after before since while when where if although though because however meanwhile also both some many"
    " most all no not what who why how whether under over during according to one two three several asked earlier later last"
    " now then still even such each another other among despite".split()
)
REPORTING = frozenset(  # '"Will they come?" Orlov asked.'
    "said says asked asks added adds told wrote writes tweeted exclaimed shouted wondered demanded cried replied responded"
    " continued concluded noted quipped joked yelled chanted inquired recalled answered declared".split()
)
