using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>Turns settings into rules, or into a list of all mistakes at once.</summary>
internal static class ResourceRuleCompiler
{
    /// <summary>Compiles a list of settings.</summary>
    /// <param name="settings">The entries, in their order.</param>
    /// <param name="section">Where they stand: <c>TalerPaywall:Resources</c>.</param>
    /// <param name="policies">ASP.NET's factory of route constraints.</param>
    public static CompiledResources Compile(IReadOnlyList<TalerPaywallResource> settings, string section, ParameterPolicyFactory policies)
    {
        var mistakes = new List<string>();
        var rules = new List<ResourceRule>(settings.Count);
        for (var i = 0; i < settings.Count; i++)
        {
            if (Compile(settings[i], FormattableString.Invariant($"{section}:{i}"), policies, mistakes) is { } rule)
                rules.Add(rule);
        }
        var matcher = ResourceMatcher.Compile(rules);
        mistakes.AddRange(RuleConflicts.Find(rules, matcher));
        return new(rules, matcher, mistakes);
    }

    /// <summary>The rule of an endpoint that sells itself.</summary>
    /// <param name="endpoint">The endpoint, for messages.</param>
    /// <param name="pattern">The endpoint's pattern; its constraints are the router's business.</param>
    /// <param name="offer">Price, and perhaps summary, name and fulfillment path; its pattern and query are not read.</param>
    /// <exception cref="InvalidOperationException">The offer is wrong; the message names all mistakes.</exception>
    public static ResourceRule ForEndpoint(string endpoint, RoutePattern pattern, TalerPaywallResource offer)
    {
        var mistakes = new List<string>();
        var setting = new ResourceSettings(offer, endpoint, mistakes);
        var values = new ResourceValues(pattern, []);
        var rule = Rule(setting, offer, values, PatternReader.Unconstrained(values));
        return rule is null || mistakes.Count > 0 ? throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes)) : rule;
    }

    private static ResourceRule? Compile(TalerPaywallResource settings, string key, ParameterPolicyFactory policies, List<string> mistakes)
    {
        var before = mistakes.Count;
        var setting = new ResourceSettings(settings, key, mistakes);
        var pattern = setting.ReadPattern();
        var query = setting.ReadQuery(pattern);
        if (pattern is null)
        {
            setting.ReadPrice();
            setting.ReadRefundDelay();
            return null;
        }
        var values = new ResourceValues(pattern, query);
        var reader = setting.ReadConstraints(values, policies);
        var rule = Rule(setting, settings, values, reader);
        return mistakes.Count == before ? rule : null;
    }

    private static ResourceRule? Rule(ResourceSettings setting, TalerPaywallResource settings, ResourceValues values, PatternReader? reader)
    {
        var price = setting.ReadPrice();
        var refundDelay = setting.ReadRefundDelay();
        var name = setting.ReadName(values);
        var path = name is null ? null : setting.ReadFulfillmentPath(values, name);
        var summary = setting.ReadSummary(values, name);
        if (price is null || name is null || path is null || summary is null || reader is null)
            return null;
        return new ResourceRule
        {
            Setting = setting.Key,
            Values = values,
            Reader = reader,
            Price = price,
            RefundDelay = refundDelay,
            Name = name,
            // Without a name and a path of its own a resource is named by its path: one text, filled in once.
            FulfillmentPath = string.IsNullOrEmpty(settings.Name) && string.IsNullOrEmpty(settings.FulfillmentPath) ? name : path,
            Summary = summary,
        };
    }
}

/// <summary>What came of compiling the settings.</summary>
/// <param name="Rules">The rules without a mistake of their own.</param>
/// <param name="Matcher">The matcher over <paramref name="Rules"/>; only to be used when there are no mistakes.</param>
/// <param name="Mistakes">Sentences, each beginning with the key of a setting; empty if all is well.</param>
internal sealed record CompiledResources(IReadOnlyList<ResourceRule> Rules, ResourceMatcher Matcher, IReadOnlyList<string> Mistakes);
