using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;

namespace Taler.Paywall.Gate;

/// <summary>The names of the values by which a paid resource was found, and where each was found.</summary>
/// <param name="path">What the path gives or leaves out.</param>
/// <param name="query">What the rule takes from the query.</param>
internal sealed class PaidSources(IEnumerable<string> path, IEnumerable<string> query)
{
    private readonly HashSet<string> _path = new(path, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _query = new(query, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names in a request that was sent to an action or a page.</summary>
    public static PaidSources Of(ActionContext context, PaymentGrant grant)
    {
        IEnumerable<string> path = context.RouteData.Values.Keys;
        if (context.HttpContext.GetEndpoint() is RouteEndpoint endpoint)
            path = path.Concat(endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name));

        // What chose the action is the same for all its requests. A key without a value chose nothing: {page} of a controller is a value.
        var chosen = context.ActionDescriptor.RouteValues;
        return new PaidSources(path.Where(name => !chosen.TryGetValue(name, out var value) || string.IsNullOrEmpty(value)), grant.Query);
    }

    /// <summary>What holds for an action that says itself where it takes a value from: only what was found right there.</summary>
    public PaidSources Within(BindingSource source) => new(
        source.CanAcceptDataFrom(BindingSource.Path) ? _path : [],
        source.CanAcceptDataFrom(BindingSource.Query) ? _query : []);

    public PaidName? Find(string key) => PaidName.Find(key, name => _path.Contains(name) || _query.Contains(name));

    /// <summary>Whether a provider stands for the place where a value was found.</summary>
    public bool Include(IValueProvider provider, string name) => provider switch
    {
        RouteValueProvider => _path.Contains(name),
        QueryStringValueProvider => _query.Contains(name),
        _ => false,
    };
}
