package ai.vluna.integration.instances.pool;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The receipts of the application.
 */
interface Receipts extends JpaRepository<Receipt, String> {

}
