use crate::dialect::migration;

migration!(
    "Cards that the sandbox saved before it knew customers get one, so that they can be charged.",
    [
        "INSERT INTO sandbox_customers (id, investor, metadata, created_at)
            SELECT 'cus_sandbox_' || customer, customer, CAST('{}' AS {json}), MIN(created_at)
            FROM sandbox_setups
            WHERE customer_id IS NULL AND customer NOT IN (SELECT investor FROM sandbox_customers)
            GROUP BY customer",
        "UPDATE sandbox_setups SET customer_id = (
                SELECT c.id FROM sandbox_customers c WHERE c.investor = sandbox_setups.customer
                ORDER BY c.created_at, c.id LIMIT 1)
            WHERE customer_id IS NULL",
        "UPDATE sandbox_setups SET payment_method_id = replace(id, 'seti_', 'pm_')
            WHERE status = 'succeeded' AND payment_method_id IS NULL",
    ],
);
