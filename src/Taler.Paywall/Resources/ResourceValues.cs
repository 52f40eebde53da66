using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>The values that a request gives to a resource, by index: those of the pattern, then those of the query.</summary>
internal sealed class ResourceValues(RoutePattern pattern, IReadOnlyList<string> query)
{
    public RoutePattern Pattern => pattern;

    public IReadOnlyList<string> Query => query;

    public int PathCount => pattern.Parameters.Count;

    public int Count => PathCount + query.Count;

    public string this[int index] => index < PathCount ? pattern.Parameters[index].Name : query[index - PathCount];

    public bool IsCatchAll(int index) => index < PathCount && pattern.Parameters[index].IsCatchAll;

    /// <summary>Whether a request may leave the value out.</summary>
    public bool IsOptional(int index) => index >= PathCount || pattern.Parameters[index] is { IsOptional: true } or { IsCatchAll: true } or { Default: not null };

    /// <summary>The constraints of a value as the pattern spells them.</summary>
    public string ConstraintsOf(int index) => index < PathCount
        ? string.Join(':', pattern.Parameters[index].ParameterPolicies.Select(policy => policy.Content))
        : "";

    /// <exception cref="FormatException">There is no such value.</exception>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(this[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        var known = string.Join(" or ", Enumerable.Range(0, Count).Select(i => $"{{{this[i]}}}"));
        throw new FormatException($"names the value {{{name}}}, which is neither in the pattern nor in Query. {(Count == 0 ? "Leave it out" : $"Write {known}, or leave it out")}.");
    }
}
