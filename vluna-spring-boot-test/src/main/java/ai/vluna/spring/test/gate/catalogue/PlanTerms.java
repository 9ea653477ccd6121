package ai.vluna.spring.test.gate.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plan gives to the accounts that are on it.
 *
 * @param quotas the quotas of each feature
 * @param rates the rates of each feature
 * @param grantedFamilies the families it entitles to
 * @param deniedFamilies the families it denies
 * @since 0.1.0
 */
public record PlanTerms(Map<String, List<Quota>> quotas, Map<String, List<Rate>> rates, Set<String> grantedFamilies,
		Set<String> deniedFamilies) {

}
