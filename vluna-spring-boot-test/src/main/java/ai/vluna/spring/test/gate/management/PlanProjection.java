package ai.vluna.spring.test.gate.management;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ai.vluna.spring.test.gate.catalogue.PlanTerms;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.engine.Administration;

/**
 * Brings plans and policies to the accounts that are assigned to them. Of several plans,
 * the one with the highest priority and an active bundle gives the limits; all give
 * entitlements.
 */
final class PlanProjection {

	private final ManagementTables tables;

	PlanProjection(ManagementTables tables) {
		this.tables = tables;
	}

	void renew(Administration work) {
		Map<String, List<PlanRow>> plans = new LinkedHashMap<>();
		for (AssignmentRow assignment : this.tables.assignments) {
			PlanRow plan = Objects.requireNonNull(this.tables.plans.get(assignment.planCode()));
			if (assignment.current(work.now()) && plan.givesLimits()) {
				plans.computeIfAbsent(assignment.principal(), (principal) -> new ArrayList<>()).add(plan);
			}
		}
		work.change((catalogue) -> plans
			.forEach((principal, own) -> catalogue.changeAccount(principal, (account) -> account.plan(terms(own)))));
	}

	private PlanTerms terms(List<PlanRow> plans) {
		Set<String> granted = new HashSet<>();
		Set<String> denied = new HashSet<>();
		plans.forEach((plan) -> {
			granted.addAll(plan.families("allow"));
			denied.addAll(plan.families("deny"));
		});
		Map<String, List<Quota>> quotas = new HashMap<>();
		Map<String, List<Rate>> rates = new HashMap<>();
		this.tables.policies.values()
			.stream()
			.filter((policy) -> policy.active() && policy.bundle().key().equals(bundleOf(plans)))
			.forEach((policy) -> {
				if (policy.isQuota()) {
					quotas.computeIfAbsent(policy.feature(), (feature) -> new ArrayList<>()).add(policy.toQuota());
				}
				else {
					rates.computeIfAbsent(policy.feature(), (feature) -> new ArrayList<>()).add(policy.toRate());
				}
			});
		return new PlanTerms(quotas, rates, granted, denied);
	}

	private String bundleOf(List<PlanRow> plans) {
		return plans.stream()
			.sorted(Comparator.comparing(PlanRow::priority).reversed())
			.map((plan) -> this.tables.bundles.get(plan.bundleKey()))
			.filter((bundle) -> bundle != null && bundle.active())
			.map(BundleRow::key)
			.findFirst()
			.orElse("");
	}

}
