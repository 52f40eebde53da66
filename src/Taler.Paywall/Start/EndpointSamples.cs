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
    /// <summary>A method that no setting names. A server takes any token for one.</summary>
    private const string OtherMethod = "ANY-OTHER";

    private List<(RoutePattern Pattern, TemplateMatcher Shape)>? _matchers;

    public IEnumerable<CoveredEndpoint> CoveredBy(PaywallRules rules)
    {
        if (rules.Resources.Count == 0)
            yield break;
        var soldMethods = rules.Resources.SelectMany(rule => rule.Methods).Prepend(HttpMethods.Get).Distinct(StringComparer.Ordinal).ToList();
        foreach (var endpoint in Reachable())
        {
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var samples = Try(() => SamplesOf(endpoint, methods.Count > 0 ? methods : soldMethods), otherwise: []);
            var (sold, setting) = samples.Select(sample => (sample, SettingOf(rules.Matcher.Match(sample)))).FirstOrDefault(tried => tried.Item2 is not null);
            if (setting is null)
                continue;
            yield return new CoveredEndpoint(
                endpoint.DisplayName ?? sold.Request.Path.Value!,
                setting,
                ShortCircuit.IsOn(endpoint),
                endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is not null,
                LeavesMethodsOpen: methods.Count == 0 && IsFreeForOthers(sold, rules));
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

    /// <summary>None where no sample meets the constraints.</summary>
    private List<HttpContext> SamplesOf(RouteEndpoint endpoint, IReadOnlyList<string> methods) =>
        [.. SampleRequest.Of(new ResourceValues(endpoint.RoutePattern, []), ReaderOf(endpoint.RoutePattern), methods)];

    /// <summary>Whether no rule speaks of a request if it comes by another method. Who declares it free has thought of it.</summary>
    private static bool IsFreeForOthers(HttpContext sample, PaywallRules rules)
    {
        var other = new DefaultHttpContext();
        (other.Request.Method, other.Request.Path) = (OtherMethod, sample.Request.Path);
        return rules.Matcher.Match(other).Kind is ResourceMatchKind.None;
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
