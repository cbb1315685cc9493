"""districts have curators."""

from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """districts have curators."""
    with op.batch_alter_table('roles', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_roles_role'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_roles_role'), "role IN ('head', 'contacts', 'curator')")


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
