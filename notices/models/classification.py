"""The field's own vocabularies (domain.md 7.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a notice is; a kind with structured content joins with its content."""

    GENERAL = "general", _("General")
    POLICY = "policy", _("Policy")
    NEWS = "news", _("News")
    OVERVIEW = "overview", _("Overview")
    FEE = "fee", _("Fees")
    PROCEDURE = "procedure", _("Service guide")
    SUBSIDY = "subsidy", _("Subsidy")
    PROJECT = "project", _("Project")
    FINANCE = "finance", _("Finance")
    LAND = "land", _("Land compensation")
    DECISION = "decision", _("Licences and penalties")
    WARNING = "warning", _("Warning")
    PERSONNEL = "personnel", _("Personnel")


class Theme(models.TextChoices):
    """主题分类: the 22 themes of the State Council's catalogue."""

    ORGANISATION = "01", _("Organisation of the State Council")
    GENERAL_AFFAIRS = "02", _("General affairs")
    ECONOMY = "03", _("Economic management, state assets")
    FINANCE = "04", _("Finance, banking, audit")
    LAND = "05", _("Land, resources, energy")
    AGRICULTURE = "06", _("Agriculture, forestry, water")
    INDUSTRY = "07", _("Industry, transport")
    COMMERCE = "08", _("Commerce, customs, tourism")
    MARKET = "09", _("Market and work-safety supervision")
    CONSTRUCTION = "10", _("Construction, environment")
    SCIENCE = "11", _("Science, education")
    CULTURE = "12", _("Culture, broadcasting, press")
    HEALTH = "13", _("Health, sport")
    POPULATION = "14", _("Population, women and children")
    LABOUR = "15", _("Labour, personnel, supervision")
    SECURITY = "16", _("Police, security, justice")
    CIVIL_AFFAIRS = "17", _("Civil affairs, poverty and disaster relief")
    ETHNIC = "18", _("Ethnic and religious affairs")
    FOREIGN = "19", _("Foreign affairs")
    TERRITORIES = "20", _("Hong Kong, Macao, Taiwan, overseas Chinese")
    DEFENCE = "21", _("Defence")
    OTHER = "22", _("Other")


class Genre(models.TextChoices):
    """体裁: the 15 kinds of official document."""

    RESOLUTION = "resolution", _("Resolution")
    DECISION = "decision", _("Decision")
    ORDER = "order", _("Order")
    COMMUNIQUE = "communique", _("Communiqué")
    ANNOUNCEMENT = "announcement", _("Announcement")
    PUBLIC_NOTICE = "public_notice", _("Public notice")
    OPINION = "opinion", _("Opinion")
    NOTICE = "notice", _("Notice")
    CIRCULAR = "circular", _("Circular")
    REPORT = "report", _("Report")
    REQUEST = "request", _("Request for instructions")
    REPLY = "reply", _("Reply")
    BILL = "bill", _("Bill")
    LETTER = "letter", _("Letter")
    MINUTES = "minutes", _("Minutes")


class Validity(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REPEALED = "repealed", _("Repealed")


class Stage(models.TextChoices):
    BEFORE = "before", _("Before the deed")
    DURING = "during", _("During the deed")
    AFTER = "after", _("After the deed")


class DisclosureAttribute(models.TextChoices):
    """公开属性 (政府信息公开条例, arts. 13–16, 19, 27)."""

    PROACTIVE = "proactive", _("Disclosed proactively")
    ON_REQUEST = "on_request", _("Disclosed on request")
    WITHHELD = "withheld", _("Not disclosed")


class Term(models.TextChoices):
    LONG = "long", _("Long-term")
    LIMITED = "limited", _("Limited")


class ServiceAudience(models.TextChoices):
    """服务对象分类: for whom a notice is."""

    EVERYONE = "everyone", _("Everyone")
    CITIZENS = "citizens", _("Citizens")
    FARMERS = "farmers", _("Farmers")
    COMPANIES = "companies", _("Companies")
    AGENCIES = "agencies", _("Public bodies")
