"""The pages, each a module with its ``router``; its template, style and script bear its name."""

from fastapi import APIRouter

from reportedly.serve.pages import actors, add, audit, network, review, search, start, story

ROUTERS: tuple[APIRouter, ...] = (
    start.router,
    search.router,
    story.router,
    actors.router,
    audit.router,
    review.router,
    add.router,
    network.router,
)
