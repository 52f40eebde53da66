using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Running;

/// <summary>What an application sells, compared with what an audit asks for.</summary>
internal static class Coverage
{
    /// <summary>The patterns and endpoints that sell and that no target names.</summary>
    public static IReadOnlyList<string> Missing(IServiceProvider services, IReadOnlyList<AuditTarget> targets, string pathBase)
    {
        var requests = targets.Select(target => RequestOf(target, pathBase)).ToList();
        return [.. MissingPatterns(services, requests).Concat(MissingEndpoints(services, requests)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The matcher of the paywall says by which entry of the settings a request is sold.</summary>
    private static IEnumerable<string> MissingPatterns(IServiceProvider services, IReadOnlyList<HttpContext> requests)
    {
        var paywall = services.GetService<ITalerPaywall>();
        var seen = requests.Select(request => paywall?.Match(request)).OfType<TalerPaywallMatch.Sold>().Select(sold => sold.Resource.Source).ToList();
        return services.GetRequiredService<IOptionsMonitor<TalerPaywallOptions>>().CurrentValue.Resources
            .Where((_, number) => !seen.Exists(source => source.EndsWith($":Resources:{number}", StringComparison.Ordinal)))
            .Select(resource => "pattern " + (resource.Methods.Count > 0 ? string.Join(", ", resource.Methods) + " " : "") + resource.Pattern);
    }

    /// <summary>Routing has not run for these requests, so the templates of the endpoints are all there is to compare them with.</summary>
    private static IEnumerable<string> MissingEndpoints(IServiceProvider services, IReadOnlyList<HttpContext> requests) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is { Price: not null })
            .Where(endpoint => !requests.Any(request => new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(request.Request.Path, [])))
            .Select(endpoint => "endpoint " + endpoint.RoutePattern.RawText);

    private static DefaultHttpContext RequestOf(AuditTarget target, string pathBase)
    {
        var isBelow = pathBase.Length > 0 && target.Path.StartsWith(pathBase + "/", StringComparison.OrdinalIgnoreCase);
        var context = new DefaultHttpContext();
        context.Request.Method = target.Method;
        context.Request.Scheme = Uri.UriSchemeHttp;
        context.Request.Host = new HostString("localhost");
        context.Request.PathBase = isBelow ? pathBase : "";
        context.Request.Path = PathString.FromUriComponent(isBelow ? target.Path[pathBase.Length..] : target.Path);
        context.Request.QueryString = new QueryString(target.Query);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target.Path + target.Query;
        return context;
    }
}
