"""offices tell about themselves."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """offices tell about themselves."""
    op.create_table('charters',
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("language IN ('kk', 'ru')", name=op.f('ck_charters_language')),
    sa.PrimaryKeyConstraint('region', 'language', name=op.f('pk_charters')),
    comment='What an office tells everybody about itself, sealed.',
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
