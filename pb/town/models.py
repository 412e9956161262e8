"""Districts, categories and departments. Nothing is deleted, since past years name it: it is retired."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Named:
    """What all three share. The Korean name is the one that counts."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_ko: Mapped[str] = mapped_column(String(60), unique=True)
    name_en: Mapped[str] = mapped_column(String(80))
    retired: Mapped[datetime | None]


class District(Named, Base):
    """A part of the town (행정동), with its outline as a GeoJSON geometry in WGS 84."""

    __tablename__ = "districts"

    outline: Mapped[str] = mapped_column(Text)


class Category(Named, Base):
    """A kind of project, such as parks or safety."""

    __tablename__ = "categories"


class Department(Named, Base):
    """A department (소관부서) that reviews and carries out projects."""

    __tablename__ = "departments"
