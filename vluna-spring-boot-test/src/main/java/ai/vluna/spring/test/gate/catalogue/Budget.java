package ai.vluna.spring.test.gate.catalogue;

import java.util.UUID;

/**
 * An amount of money that a user has set aside for some of their work.
 *
 * @param id the identifier that requests name
 * @param user the user that owns it
 * @param limitXusd the amount of XUSD
 * @since 0.1.0
 */
public record Budget(UUID id, String user, long limitXusd) {

}
