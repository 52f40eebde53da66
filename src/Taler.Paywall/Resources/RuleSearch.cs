using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>One walk through the tree: keeps what the most specific rule says whose values and method fit.</summary>
internal ref struct RuleSearch(ReadOnlySpan<char> path, string method, HttpContext context)
{
    private decimal _precedence = decimal.MaxValue;

    public ReadOnlySpan<char> Path { get; } = path;

    /// <summary>What the best rule says so far; ambiguous if several are as specific and do not say the same.</summary>
    public ResourceMatch Best { get; private set; }

    public void Offer(RankedRules rules)
    {
        foreach (var rule in rules.AsSpan())
        {
            if (rule.Precedence > _precedence)
                return;
            var match = rule.Match(Path, method, context);
            if (match.Kind is ResourceMatchKind.None)
                continue;
            Best = rule.Precedence < _precedence ? match : Best.And(match);
            _precedence = rule.Precedence;
        }
    }
}
