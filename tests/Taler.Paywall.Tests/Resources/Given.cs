using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>Short ways to say which patterns are sold and what is asked for.</summary>
internal static class Given
{
    public const string Section = "TalerPaywall:Resources";

    public static ParameterPolicyFactory Policies { get; } = new ServiceCollection()
        .AddLogging()
        .AddRouting()
        .BuildServiceProvider()
        .GetRequiredService<ParameterPolicyFactory>();

    public static TalerPaywallResource Sold(string? pattern, string? name = null, string? price = "KUDOS:1", string? path = null, params string[] query)
    {
        var resource = new TalerPaywallResource { Pattern = pattern, Name = name, Price = price, FulfillmentPath = path };
        foreach (var value in query)
            resource.Query.Add(value);
        return resource;
    }

    public static CompiledResources Compiled(params TalerPaywallResource[] settings) => ResourceRuleCompiler.Compile(settings, Section, Policies);

    public static ResourceMatcher Patterns(params string[] patterns) => Matcher([.. patterns.Select(pattern => Sold(pattern))]);

    public static ResourceMatcher Matcher(params TalerPaywallResource[] settings)
    {
        var compiled = Compiled(settings);
        Assert.Empty(compiled.Mistakes);
        return compiled.Matcher;
    }

    public static IReadOnlyList<string> Mistakes(params TalerPaywallResource[] settings) => Compiled(settings).Mistakes;

    /// <summary>Asks for a path as the server hands it on: decoded once, with %2F kept.</summary>
    public static ResourceMatch Ask(this ResourceMatcher matcher, string path, string query = "")
    {
        var context = new DefaultHttpContext();
        context.Request.Path = new PathString(path);
        context.Request.QueryString = new QueryString(query);
        return matcher.Match(context);
    }

    /// <summary>The name, or the kind of the answer where there is none.</summary>
    public static string NameOf(this ResourceMatcher matcher, string path, string query = "")
    {
        var match = matcher.Ask(path, query);
        return match.Resource?.Name ?? match.Kind.ToString();
    }

    public static Resource Find(this ResourceMatcher matcher, string path, string query = "")
    {
        var match = matcher.Ask(path, query);
        Assert.Equal(ResourceMatchKind.Found, match.Kind);
        return match.Resource!;
    }
}
