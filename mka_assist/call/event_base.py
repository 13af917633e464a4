"""What every event has, and the words that events share."""

from __future__ import annotations

from datetime import UTC
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Short = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Message = Annotated[str, Field(max_length=500)]
Number = Annotated[int, Field(ge=0, le=999)]


class Actor(StrEnum):
    """Who brought it about."""

    CENTRALIST = "centralist"
    SYSTEEM = "systeem"


class Origin(StrEnum):
    """Where the knowledge came from."""

    MELDER = "melder"
    CENTRALIST = "centralist"
    KETENPARTNER = "ketenpartner"
    AMBULANCE = "ambulance"
    SYSTEEM = "systeem"


class Level(StrEnum):
    """Level of care of an ambulance unit (Kwaliteitskader 2.4)."""

    HOOGCOMPLEX = "hoogcomplex"
    MIDDENCOMPLEX = "middencomplex"
    LAAGCOMPLEX = "laagcomplex"


class InstructionEnd(StrEnum):
    """Why the caller instruction ended."""

    FIRST_RESPONDER = "first_responder_ter_plaatse"
    AMBULANCE = "ambulance_ter_plaatse"
    GEEN_REANIMATIE = "geen_reanimatie"
    VERBINDING_VERBROKEN = "verbinding_verbroken"
    NIET_MOGELIJK = "niet_mogelijk"


class BaseEvent(BaseModel):
    """Common to all events: an aware time (kept in UTC), who, and where it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Moment
    actor: Actor = Actor.CENTRALIST
    origin: Origin = Origin.CENTRALIST
