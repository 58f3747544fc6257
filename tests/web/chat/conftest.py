from tests.web.cases.conftest import case, clock, portal_database

__all__ = ["case", "clock", "portal_database"]
