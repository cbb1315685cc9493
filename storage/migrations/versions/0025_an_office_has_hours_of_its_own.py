"""an office has hours of its own."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """an office has hours of its own."""
    with op.batch_alter_table('office_ways', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opens', sa.Integer(), server_default='9', nullable=False))
        batch_op.add_column(sa.Column('closes', sa.Integer(), server_default='18', nullable=False))


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
