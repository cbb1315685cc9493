"""${message}."""

% if "sa." in (upgrades or ""):
import sqlalchemy as sa
% endif
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
