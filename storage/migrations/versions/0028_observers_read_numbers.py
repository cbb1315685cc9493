"""observers read numbers."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """observers read numbers."""
    op.create_table('observers',
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('mark', name=op.f('pk_observers')),
    comment='Who reads the numbers of all regions, and no case.',
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
