using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Taler.Paywall.Gate;
using Taler.Paywall.Resources;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Start;

/// <summary>Holds the application's endpoints against the patterns that are sold, by a path that each endpoint takes.</summary>
internal sealed class EndpointSamples(IReadOnlyList<Endpoint> endpoints, ParameterPolicyFactory policies)
{
    private List<(RoutePattern Pattern, TemplateMatcher Shape)>? _matchers;

    public IEnumerable<CoveredEndpoint> CoveredBy(PaywallRules rules)
    {
        if (rules.Resources.Count == 0)
            yield break;
        foreach (var endpoint in Reachable())
        {
            if (Try(() => SampleOf(endpoint), otherwise: null) is not { } sample)
                continue;
            if (SettingOf(rules.Matcher.Match(sample)) is { } setting)
            {
                yield return new CoveredEndpoint(
                    endpoint.DisplayName ?? sample.Request.Path.Value!,
                    setting,
                    ShortCircuit.IsOn(endpoint),
                    endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is not null);
            }
        }
    }

    /// <summary>Whether routing may send a path to an endpoint.</summary>
    public bool MayTake(string path)
    {
        _matchers ??= [.. Reachable().Select(endpoint => (endpoint.RoutePattern, new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), new RouteValueDictionary(endpoint.RoutePattern.Defaults))))];
        return _matchers.Exists(endpoint =>
            endpoint.Shape.TryMatch(path, []) && Try(() => ReaderOf(endpoint.Pattern).Read(path, new DefaultHttpContext()) is not null, otherwise: true));
    }

    /// <summary>The setting that sells a request; one of them, where two do.</summary>
    public static string? SettingOf(ResourceMatch match) => (match.Resource?.Rule ?? match.Rivals.OfType<ResourceRule>().FirstOrDefault())?.Setting;

    private IEnumerable<RouteEndpoint> Reachable() =>
        endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true });

    /// <summary>None where a route stands for several endpoints by the values that it requires, and where no sample meets the constraints.</summary>
    private HttpContext? SampleOf(RouteEndpoint endpoint)
    {
        var pattern = endpoint.RoutePattern;
        if (pattern.Parameters.Any(parameter => pattern.RequiredValues.ContainsKey(parameter.Name)))
            return null;
        return SampleRequest.Of(new FreePathRule
        {
            Setting = endpoint.DisplayName ?? "",
            Values = new ResourceValues(pattern, []),
            Reader = ReaderOf(pattern),
            Methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [],
        }).FirstOrDefault();
    }

    private PatternReader ReaderOf(RoutePattern pattern) => new(new ResourceValues(pattern, []), policies);

    /// <summary>A constraint of the application may want more than a bare request.</summary>
    private static T Try<T>(Func<T> ask, T otherwise)
    {
        try
        {
            return ask();
        }
        catch (Exception)
        {
            return otherwise;
        }
    }
}
