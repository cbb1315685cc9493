"""answers read are counted."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """answers read are counted."""
    op.create_table('readings',
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('region', 'month', name=op.f('pk_readings')),
    comment='How many answers the citizens of a region read in a month.',
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
