using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Start;

/// <summary>Compares patterns by the requests that they match.</summary>
internal static class PatternShape
{
    /// <summary>A rule's methods and pattern without what makes no difference: letter case, and the names of its values.</summary>
    public static string Of(ResourceRule rule) =>
        string.Join(',', rule.Methods.Order(StringComparer.Ordinal)) + string.Concat(rule.Pattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(Of))));

    /// <summary>False if no path fits both patterns; true proves nothing.</summary>
    public static bool MayOverlap(RoutePattern one, RoutePattern other)
    {
        var (ones, others) = (one.PathSegments, other.PathSegments);
        for (var i = 0; i < ones.Count && i < others.Count; i++)
        {
            if (IsCatchAll(ones[i]) || IsCatchAll(others[i]))
                return true;
            if (ones[i].Parts is [RoutePatternLiteralPart text] && others[i].Parts is [RoutePatternLiteralPart otherText] && !IsSame(text, otherText))
                return false;
        }
        return ones.Skip(others.Count).Concat(others.Skip(ones.Count)).All(MayBeAbsent);
    }

    private static bool IsCatchAll(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternParameterPart { IsCatchAll: true }];

    private static bool MayBeAbsent(RoutePatternPathSegment segment) =>
        segment.Parts is [RoutePatternParameterPart { IsOptional: true } or RoutePatternParameterPart { IsCatchAll: true } or RoutePatternParameterPart { Default: not null }];

    private static bool IsSame(RoutePatternLiteralPart one, RoutePatternLiteralPart other) =>
        string.Equals(LetterFolding.Fold(one.Content), LetterFolding.Fold(other.Content), StringComparison.OrdinalIgnoreCase);

    private static string Of(RoutePatternPart part) => part switch
    {
        RoutePatternParameterPart value => $"{{{(value.IsCatchAll ? "*" : "")}{string.Concat(value.ParameterPolicies.Select(policy => ":" + policy.Content))}={value.Default}{(value.IsOptional ? "?" : "")}}}",
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        _ => throw new NotSupportedException("A route pattern has literals, separators and values."),
    };
}
