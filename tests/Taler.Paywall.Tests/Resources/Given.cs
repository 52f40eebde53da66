using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>Short ways to say which patterns are sold and what is asked for.</summary>
internal static class Given
{
    public const string Section = "TalerPaywall";

    public static ParameterPolicyFactory Policies { get; } = PoliciesOf(new ServiceCollection().AddRouting());

    /// <summary>ASP.NET's constraints and one of the application's own.</summary>
    public static ParameterPolicyFactory PoliciesWith<TConstraint>(string name)
        where TConstraint : IRouteConstraint =>
        PoliciesOf(new ServiceCollection().AddRouting(options => options.SetParameterPolicy<TConstraint>(name)));

    public static TalerPaywallResource Sold(string? pattern, string? name = null, string? price = "KUDOS:1", string? path = null, params string[] query)
    {
        var resource = new TalerPaywallResource { Pattern = pattern, Name = name, Price = price, FulfillmentPath = path };
        foreach (var value in query)
            resource.Query.Add(value);
        return resource;
    }

    public static CompiledResources Compiled(params TalerPaywallResource[] settings) => Compiled(settings, []);

    public static CompiledResources Compiled(TalerPaywallResource[] settings, string[] freePaths) => ResourceRuleCompiler.Compile(settings, freePaths, Section, Policies);

    /// <summary>A resource that is sold for some methods only.</summary>
    public static TalerPaywallResource SoldFor(string pattern, string methods, string? name = null, string price = "KUDOS:1")
    {
        var resource = Sold(pattern, name, price);
        foreach (var method in methods.Split(' '))
            resource.Methods.Add(method);
        return resource;
    }

    public static ResourceMatcher Patterns(params string[] patterns) => Matcher([.. patterns.Select(pattern => Sold(pattern))]);

    public static ResourceMatcher Matcher(params TalerPaywallResource[] settings)
    {
        var compiled = Compiled(settings);
        Assert.Empty(compiled.Mistakes);
        return compiled.Matcher;
    }

    /// <summary>Everything below /premium is sold, but for these paths.</summary>
    public static ResourceMatcher PremiumBut(params string[] freePaths)
    {
        var compiled = Compiled([Sold("/premium/{**rest}")], freePaths);
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

    public static string NameFor(this ResourceMatcher matcher, string method, string path, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = new PathString(path);
        foreach (var (name, value) in headers)
            context.Request.Headers.Append(name, value);
        var match = matcher.Match(context);
        return match.Resource?.Name ?? match.Kind.ToString();
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

    private static ParameterPolicyFactory PoliciesOf(IServiceCollection services) =>
        services.AddLogging().BuildServiceProvider().GetRequiredService<ParameterPolicyFactory>();
}
