using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>One walk through the tree: keeps the most specific rule whose values fit.</summary>
internal ref struct RuleSearch(ReadOnlySpan<char> path, HttpContext context)
{
    public ReadOnlySpan<char> Path { get; } = path;

    /// <summary>The resource of the best rule so far.</summary>
    public Resource? Best { get; private set; }

    /// <summary>Whether another rule, as specific as the best, names another resource.</summary>
    public bool IsAmbiguous { get; private set; }

    public void Offer(RankedRules rules)
    {
        foreach (var rule in rules.AsSpan())
        {
            if (Best is not null && rule.Pattern.InboundPrecedence > Best.Rule.Pattern.InboundPrecedence)
                return;
            if (rule.TryRead(Path, context) is not { } resource)
                continue;
            if (Best is null || rule.Pattern.InboundPrecedence < Best.Rule.Pattern.InboundPrecedence)
                (Best, IsAmbiguous) = (resource, false);
            else
                IsAmbiguous |= !resource.IsSameAs(Best);
        }
    }
}
