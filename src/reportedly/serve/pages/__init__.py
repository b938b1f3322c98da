"""The pages, each a module with its ``router``; its template, style and script bear its name."""

from fastapi import APIRouter

from reportedly.serve.pages import actors, add, audit, compare, network, review, search, start, story, timeline, users

ROUTERS: tuple[APIRouter, ...] = (
    start.router,
    search.router,
    story.router,
    actors.router,
    audit.router,
    review.router,
    add.router,
    network.router,
    timeline.router,
    compare.router,
    users.router,
)
