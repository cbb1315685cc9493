"""A move needs the yes of another person than the one who asked, and what admins do can be taken back for a day.

Wishes of the older version do not say who asked, so that nobody could tell who else may agree: they and the questions
about them that were not posted yet are dropped. The admin sends /bind once more.
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables for moves with their steps, for former groups and for deeds; admins can be removed."""
    op.drop_table('moves')
    op.execute("DELETE FROM outbox WHERE kind = 'move'")
    op.create_table(
        'moves',
        sa.Column('region', sa.String(), nullable=False),
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('step', sa.String(), nullable=False),
        sa.Column('box', sa.LargeBinary(), nullable=False),
        sa.Column('due_at', sa.BigInteger(), nullable=False),
        sa.CheckConstraint("step IN ('asked', 'agreed')", name=op.f('ck_moves_step')),
        sa.PrimaryKeyConstraint('region', name=op.f('pk_moves')),
        sa.UniqueConstraint('id', name=op.f('uq_moves_id')),
        comment="A region's move to another group: asked until due_at, or agreed and carried out then.",
    )
    op.create_table(
        'former_offices',
        sa.Column('region', sa.String(), nullable=False),
        sa.Column('mark', sa.LargeBinary(), nullable=False),
        sa.Column('box', sa.LargeBinary(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('left_at', sa.BigInteger(), nullable=False),
        sa.CheckConstraint("language IN ('kk', 'ru')", name=op.f('ck_former_offices_language')),
        sa.PrimaryKeyConstraint('region', name=op.f('pk_former_offices')),
        comment='The group that a region without one had last: it may have the region back, another one asks.',
    )
    op.create_table(
        'deeds',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('region', sa.String(), nullable=True),
        sa.Column('mark', sa.LargeBinary(), nullable=False),
        sa.Column('box', sa.LargeBinary(), nullable=False),
        sa.Column('expires_at', sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('bound', 'bound-again', 'unbound', 'move-asked', 'admin-added', 'admin-removed', 'stopped', "
            "'withdrawn')",
            name=op.f('ck_deeds_kind'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deeds')),
        comment='What an admin (mark) did to offices and admins, for as long as it may be taken back.',
        sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_deeds_expires_at'), 'deeds', ['expires_at'], unique=False)
    op.create_index(op.f('ix_deeds_mark'), 'deeds', ['mark'], unique=False)
    op.add_column('admins', sa.Column('removed_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
