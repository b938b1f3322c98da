"""Abbreviations of English news, each by the phrase that earns it a place, and small words that tell how a phrase goes on.

The abbreviation of a phrase is what stands before its first full stop and space: "v" of "Lind v. Orlov". To add one is to add
its phrase; the tests read every phrase and expect it in one piece.
"""

from __future__ import annotations

# Whatever follows, the sentence goes on.
BEFORE_NAMES = (
    *("Mr. Orlov", "Mrs. Orlov", "Ms. Lind", "Mx. Lind", "Messrs. Orlov and Lind", "Mme. Sy", "Mlle. Sy", "Dr. Sy", "Drs. Sy"),
    *("Prof. Hale", "Rev. Hale", "Hon. Hale", "Fr. Hale", "Msgr. Hale", "Amb. Hale", "Atty. Hale", "Pres. Sy", "Supt. Hale"),
    *("Gov. Lind", "Govs. Lind and Hale", "Lt.Gov. Hale", "Sen. Lind", "Sens. Lind and Hale", "Rep. Lind", "Reps. Lind and Hale"),
    *("Gen. Sy", "Gens. Sy and Hale", "Brig. Gen. Sy", "Lt. Col. Hale", "Col. Hale", "Maj. Hale", "Capt. Hale", "Cmdr. Hale"),
    *("Adm. Hale", "Sgt. Hale", "Cpl. Hale", "Pvt. Hale", "Spec. Hale", "Det. Hale", "Insp. Hale", "Asst. Chief Hale"),
    *(
        "Assoc. Prof. Hale",
        "Dep. Minister Sy",
        "Lind v. Orlov",
        "Lind vs. Orlov",
        "ports, e.g. Varna",
        "the ally, i.e. Ruritania",
    ),
    *("cf. Article 5", "approx. 10 miles"),
)

# Before a number the sentence goes on, before a word it ends: "Answer: No. They left."
BEFORE_NUMBERS = (
    *("Jan. 6", "Feb. 6", "Mar. 6", "Apr. 6", "Jun. 6", "Jul. 6", "Aug. 6", "Sep. 6", "Sept. 6", "Oct. 6", "Nov. 6", "Dec. 6"),
    *("No. 10", "Nos. 10 and 11", "p. 4", "pp. 4-9", "vol. 2", "Art. 5", "Fig. 3", "ch. 7", "para. 12"),
)

# Before a name the sentence goes on, before a word that starts sentences it ends: "left Acme Inc. The firm ..."
BEFORE_NAMES_OR_LAST = (
    *("Acme Inc. Chairman Hale", "Acme Corp. Chairman Hale", "Acme Co. Chairman Hale", "Acme Ltd. Chairman Hale"),
    *("Acme LLC. Chairman Hale", "Acme Plc. Chairman Hale", "Marx Bros. Studios", "John Hale Jr. Park", "John Hale Sr. Park"),
    *("the State Dept. Building", "Fifth Ave. South", "Sunset Blvd. East", "Abbey Rd. Studios", "St. Petersburg", "Mt. Ararat"),
    *("Ft. Bragg", "Lind et al. Report", "guns etc. Orlov", "Ph.D. Hale"),
)

# Before a day, a month or a time zone the sentence goes on: "10 a.m. Monday", "10 a.m. EST"; it ends in "at 10 a.m. Police came."
TIMES_OF_DAY = ("10 a.m. Monday", "10 p.m. EST", "10 am. Monday", "10 pm. Monday")

TIME_WORDS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "may", "june", "july", "august"}
    | {"september", "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec"}
    | {"eastern", "central", "mountain", "pacific", "greenwich", "moscow", "local"}
)

# Words that in capitals after "U.S." or "Inc." begin a sentence rather than go on with a name.
STARTERS = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "i", "you", "he", "she", "it", "we", "they", "his", "her", "its", "our"}
    | {"my", "their", "there", "here", "one", "two", "three", "some", "many", "most", "all", "both", "each", "another", "other"}
    | {"several", "such", "no", "not", "and", "or", "but", "so", "yet", "if", "although", "though", "because", "while", "since"}
    | {
        "when",
        "where",
        "what",
        "who",
        "why",
        "how",
        "whether",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "on",
        "to",
        "with",
        "under",
    }
    | {"over", "during", "after", "before", "despite", "among", "according", "earlier", "later", "last", "now", "then", "still"}
    | {"even", "also", "however", "meanwhile", "asked"}
)

# '"Will they come?" Orlov asked.'
REPORTING = frozenset(
    {"said", "says", "asked", "asks", "added", "adds", "told", "wrote", "writes", "tweeted", "exclaimed", "shouted", "wondered"}
    | {"demanded", "cried", "replied", "responded", "continued", "concluded", "noted", "quipped", "joked", "yelled", "chanted"}
    | {"inquired", "recalled", "answered", "declared"}
)


def abbreviations(phrases: tuple[str, ...]) -> frozenset[str]:
    """The abbreviation of each phrase in lower case, without its last full stop: ``{"v"}`` for ``("Lind v. Orlov",)``."""
    return frozenset(phrase.split(". ")[0].split()[-1].lower() for phrase in phrases)
