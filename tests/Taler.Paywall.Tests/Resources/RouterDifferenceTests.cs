using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>The matcher against ASP.NET Core's own router: whatever reaches an endpoint is gated, by the same pattern and with the same values.</summary>
public class RouterDifferenceTests
{
    private static readonly string[] Pieces =
    [
        "a", "b", "A", "{x}", "{x?}", "{x=b}", "{x:int}", "{x:alpha}", "{x}.pdf", "a{x}", "{x}-{y}", "{x}.{y?}", "{x}.{y=z}", "a{x}b{y}c", "{**x}", "{*x}", "{x:regex(^[[ab]]+$)}", "{**x:minlength(3)}",
    ];

    private static readonly string[] Segments =
    [
        "a", "b", "A", "B", "7", "abc", "a.pdf", "A.PDF", "x.y.pdf", ".pdf", "a-b", "a-b-c", "-", "a--b", "aXbYc", "abbbc", "abbcc", "a.b", ".", "x%2Fy", "ü", "a b", "a.", "%", "a\\b", "",
    ];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 12)]
    public async Task Whatever_the_router_sends_to_a_pattern_the_matcher_finds_too(int seed, int patternCount)
    {
        var random = new Random(seed);
        var routed = 0;
        for (var round = 0; round < 60; round++)
        {
            var patterns = Patterns(random, patternCount);
            var matcher = Given.Compiled([.. patterns.Select(pattern => Given.Sold(pattern))]).Matcher;
            var route = Router(patterns);
            for (var i = 0; i < 60; i++)
                routed += await Compare(matcher, route, RandomPath(random), patterns) ? 1 : 0;
        }

        Assert.InRange(routed, 100, int.MaxValue);
    }

    private static async Task<bool> Compare(ResourceMatcher matcher, RequestDelegate route, string path, string[] patterns)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        var match = matcher.Match(context);
        var story = $"{path} on {string.Join(" ", patterns)}: {match.Kind} {match.Resource?.Name} {match.Error}";
        try
        {
            await route(context);
        }
        catch (Exception error) when (error.GetType().Name == "AmbiguousMatchException")
        {
            Assert.True(match.Kind is ResourceMatchKind.Ambiguous || match.Resource is not null, story);
            return true;
        }
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
            return false;

        Assert.True(match.Kind is not ResourceMatchKind.None, story);
        if (match.Resource is { } found && PlainPath.Is(path))
        {
            var rule = ResourceRuleCompiler.ForEndpoint("endpoint", endpoint.RoutePattern, Given.Sold(null));
            var expected = Resource.FromEndpoint(rule, context.Request.RouteValues);
            Assert.True(expected.Name == found.Name, $"{story}, expected {expected.Name}");
        }
        else
        {
            Assert.True(match.Resource is not null || !PlainPath.Is(path), story);
        }
        return true;
    }

    private static string[] Patterns(Random random, int count)
    {
        var patterns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (patterns.Count < count)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 4)).Select(i => Pieces[random.Next(Pieces.Length)].Replace("x", "x" + i).Replace("rege" + "x" + i, "regex").Replace("{y", "{y" + i));
            var pattern = "/" + string.Join('/', pieces);
            if (IsPattern(pattern))
                patterns.Add(pattern);
        }
        return [.. patterns];
    }

    private static bool IsPattern(string text)
    {
        try
        {
            RoutePatternFactory.Parse(text);
            return true;
        }
        catch (RoutePatternException)
        {
            return false;
        }
    }

    private static string RandomPath(Random random) =>
        "/" + string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Segments[random.Next(Segments.Length)]));

    private static RequestDelegate Router(string[] patterns)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddRouting()
            .AddSingleton<DiagnosticListener>(_ => new DiagnosticListener("routing"))
            .BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            foreach (var pattern in patterns)
                endpoints.Map(pattern, _ => Task.CompletedTask);
        });
        return app.Build();
    }
}
