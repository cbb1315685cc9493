"""a group may hold no words."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """a group may hold no words."""
    with op.batch_alter_table('office_ways', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notice_only', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
