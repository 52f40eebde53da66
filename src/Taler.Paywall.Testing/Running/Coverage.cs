using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Running;

/// <summary>What an application sells, compared with what an audit asks for.</summary>
internal static class Coverage
{
    /// <summary>The patterns and endpoints that sell and that no target matches.</summary>
    public static IReadOnlyList<string> Missing(IServiceProvider services, IReadOnlyList<AuditTarget> targets, string pathBase)
    {
        var paths = targets.Select(target => Uri.UnescapeDataString(WithoutBase(target.Path, pathBase))).ToList();
        var patterns = services.GetRequiredService<IOptions<TalerPaywallOptions>>().Value.Resources
            .Select(resource => resource.Pattern!)
            .Select(pattern => (Name: "pattern " + pattern, Template: TemplateParser.Parse(pattern)));
        var endpoints = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is { Price: not null })
            .Select(endpoint => (Name: "endpoint " + endpoint.RoutePattern.RawText, Template: new RouteTemplate(endpoint.RoutePattern)));
        return [.. patterns.Concat(endpoints).Where(sold => !paths.Exists(path => Matches(sold.Template, path))).Select(sold => sold.Name).Distinct(StringComparer.Ordinal)];
    }

    private static bool Matches(RouteTemplate template, string path) => new TemplateMatcher(template, []).TryMatch(path, []);

    private static string WithoutBase(string path, string pathBase) =>
        pathBase.Length > 0 && path.StartsWith(pathBase + "/", StringComparison.OrdinalIgnoreCase) ? path[pathBase.Length..] : path;
}
