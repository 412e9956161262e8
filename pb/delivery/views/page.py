"""The blueprint that all pages of this room are on."""

from flask import Blueprint

blueprint = Blueprint("delivery", __name__)
