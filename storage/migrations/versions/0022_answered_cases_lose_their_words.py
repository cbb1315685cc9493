"""answered cases lose their words."""

from alembic import op

revision = '0022'
down_revision = '0018'
branch_labels = None
depends_on = None

KINDS = "kind IN ('head', 'previews', 'missing', 'words', 'waiting')"


def upgrade() -> None:
    """answered cases lose their words."""
    with op.batch_alter_table('chores', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_chores_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_chores_kind'), KINDS)


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
