"""The blueprint that every page about proposals belongs to."""

from flask import Blueprint

blueprint = Blueprint("proposals", __name__, url_prefix="/proposals")
