using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>Turns settings into rules, or into a list of all mistakes at once.</summary>
internal static class ResourceRuleCompiler
{
    /// <summary>Compiles what is sold and what is free.</summary>
    /// <param name="sold">The entries of the setting <c>Resources</c>, in their order.</param>
    /// <param name="free">The entries of the setting <c>FreePaths</c>.</param>
    /// <param name="section">Where they stand: <c>TalerPaywall</c>.</param>
    /// <param name="policies">ASP.NET's factory of route constraints.</param>
    public static CompiledResources Compile(
        IReadOnlyList<TalerPaywallResource> sold, IReadOnlyList<string> free, string section, ParameterPolicyFactory policies)
    {
        var mistakes = new List<string>();
        var rules = new List<ResourceRule>(sold.Count);
        for (var i = 0; i < sold.Count; i++)
        {
            if (Compile(sold[i], FormattableString.Invariant($"{section}:Resources:{i}"), policies, mistakes) is { } rule)
                rules.Add(rule);
        }
        var freePaths = new List<FreePathRule>(free.Count);
        for (var i = 0; i < free.Count; i++)
        {
            if (CompileFree(free[i], FormattableString.Invariant($"{section}:FreePaths:{i}"), policies, mistakes) is { } rule)
                freePaths.Add(rule);
        }
        var matcher = ResourceMatcher.Compile([.. rules, .. freePaths]);
        mistakes.AddRange(RuleConflicts.Find(rules, freePaths, matcher));
        return new(rules, freePaths, matcher, mistakes);
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
        var rule = Rule(setting, offer, values, PatternReader.Unconstrained(values), methods: []);
        return rule is null || mistakes.Count > 0 ? throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes)) : rule;
    }

    private static ResourceRule? Compile(TalerPaywallResource settings, string key, ParameterPolicyFactory policies, List<string> mistakes)
    {
        var before = mistakes.Count;
        var setting = new ResourceSettings(settings, key, mistakes);
        var pattern = new PatternSetting(settings.Pattern, key + ":" + nameof(settings.Pattern), mistakes);
        var route = pattern.Read();
        var query = setting.ReadQuery(route);
        var methods = setting.ReadMethods();
        if (route is null)
        {
            setting.ReadPrice();
            setting.ReadRefundDelay();
            return null;
        }
        var values = new ResourceValues(route, query);
        var rule = Rule(setting, settings, values, pattern.ReadConstraints(values, policies), methods);
        return mistakes.Count == before ? rule : null;
    }

    private static FreePathRule? CompileFree(string text, string key, ParameterPolicyFactory policies, List<string> mistakes)
    {
        var pattern = new PatternSetting(text, key, mistakes);
        if (pattern.Read() is not { } route)
            return null;
        var values = new ResourceValues(route, []);
        return pattern.ReadConstraints(values, policies) is { } reader ? new FreePathRule { Setting = key, Values = values, Reader = reader } : null;
    }

    private static ResourceRule? Rule(
        ResourceSettings setting, TalerPaywallResource settings, ResourceValues values, PatternReader? reader, IReadOnlyList<string> methods)
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
            Methods = methods,
            Price = price,
            RefundDelay = refundDelay,
            PayPage = setting.ReadPayPage(),
            Name = name,
            // Without a name and a path of its own a resource is named by its path: one text, filled in once.
            FulfillmentPath = string.IsNullOrEmpty(settings.Name) && string.IsNullOrEmpty(settings.FulfillmentPath) ? name : path,
            Summary = summary,
        };
    }
}

/// <summary>What came of compiling the settings.</summary>
/// <param name="Rules">The rules without a mistake of their own.</param>
/// <param name="FreePaths">The exceptions without a mistake of their own.</param>
/// <param name="Matcher">The matcher over both; only to be used when there are no mistakes.</param>
/// <param name="Mistakes">Sentences, each beginning with the key of a setting; empty if all is well.</param>
internal sealed record CompiledResources(
    IReadOnlyList<ResourceRule> Rules, IReadOnlyList<FreePathRule> FreePaths, ResourceMatcher Matcher, IReadOnlyList<string> Mistakes);
