package ai.vluna.spring.docs;

import java.util.UUID;

/**
 * What the documented printing house is told to do.
 *
 * @param id the id of the order
 * @param customer who ordered
 * @param clerk who of the customer ordered
 * @param budget which of the customer's budgets pays
 * @param topic what to print about
 */
public record PrintOrder(String id, String customer, String clerk, UUID budget, String topic) {

}
