using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>One walk through the tree: keeps the most specific rule whose values fit.</summary>
internal ref struct RuleSearch(ReadOnlySpan<char> path, HttpContext context)
{
    public ReadOnlySpan<char> Path { get; } = path;

    /// <summary>The resource of the best rule so far.</summary>
    public Resource? Best { get; private set; }

    /// <summary>Another resource, named by a rule that is as specific as the best.</summary>
    public Resource? Rival { get; private set; }

    public void Offer(RankedRules rules)
    {
        foreach (var rule in rules.AsSpan())
        {
            if (Best is not null && rule.Pattern.InboundPrecedence > Best.Rule.Pattern.InboundPrecedence)
                return;
            if (rule.TryRead(Path, context) is not { } resource)
                continue;
            if (Best is null || rule.Pattern.InboundPrecedence < Best.Rule.Pattern.InboundPrecedence)
                (Best, Rival) = (resource, null);
            else if (!resource.IsSameAs(Best))
                Rival = resource;
        }
    }
}
