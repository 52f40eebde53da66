using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>Paths made of awkward pieces at random, cleaned in every order that other software might take.</summary>
public class AttackPathRandomTests
{
    private static readonly Func<string, string>[] Steps =
    [
        Uri.UnescapeDataString,
        path => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace("%5C", "\\", StringComparison.OrdinalIgnoreCase),
        path => path.Replace('\\', '/'),
        Resolve,
        path => string.Join('/', path.Split('/').Select(segment => segment is "." or ".." ? segment : segment.TrimEnd('.', ' '))),
        path => path.Length == 0 ? path : "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries)),
    ];

    [Fact]
    public void No_order_of_the_steps_leads_past_the_gate()
    {
        var random = new Random(42);
        string[] tokens = ["/", "/", "/", "..", ".", "%2F", "%5C", "\\", "%2e", "x", " ", "premium", "article", "premium/article"];
        var matcher = Given.Patterns("/premium/article");
        var misses = new List<string>();
        for (var i = 0; i < 200_000; i++)
        {
            var path = "/" + string.Concat(Enumerable.Range(0, random.Next(3, 9)).Select(_ => tokens[random.Next(tokens.Length)])) + "/premium/article";
            if (matcher.Ask(path).Kind is ResourceMatchKind.None && Closure(path).Any(reading => reading.TrimEnd('/') == "/premium/article"))
                misses.Add(path);
        }
        Assert.True(misses.Count == 0, misses.Count + " misses, for example " + string.Join("   ", misses.OrderBy(path => path.Length).Distinct().Take(15)));
    }

    private static HashSet<string> Closure(string path)
    {
        var seen = new HashSet<string> { path };
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var next) && seen.Count < 200)
        {
            foreach (var step in Steps)
            {
                if (step(next) is var other && seen.Add(other))
                    queue.Enqueue(other);
            }
        }
        return seen;
    }

    private static string Resolve(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.TrimStart('/').Split('/'))
        {
            if (segment is ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("." or ".."))
                kept.Add(segment);
        }
        return "/" + string.Join('/', kept);
    }
}
