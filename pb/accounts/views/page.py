"""The blueprint that every page about accounts belongs to."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
