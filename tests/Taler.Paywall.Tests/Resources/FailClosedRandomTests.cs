using System.Text;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class FailClosedRandomTests
{
    [Fact]
    public void No_path_whatever_its_bytes_makes_the_matcher_throw()
    {
        var random = new Random(967);
        var matcher = Given.Matcher(
            Given.Sold("/premium/{**rest}"), Given.Sold("/files/{name}.{ext?}"), Given.Sold("/essays/{slug}", "essay:{slug}"), Given.Sold("/id/{id:int}", query: "q"));
        string[] starts = ["/premium/", "/files/", "/essays/", "/id/", "/", "/x/../premium/", "/%2e%2e/", ""];
        var bytes = new byte[40];

        for (var i = 0; i < 30_000; i++)
        {
            random.NextBytes(bytes);
            var noise = (i % 3) switch
            {
                0 => Encoding.Latin1.GetString(bytes),
                1 => Encoding.UTF8.GetString(bytes),
                _ => new string([.. Enumerable.Range(0, 20).Select(_ => (char)random.Next(0x10000))]),
            };
            var path = starts[i % starts.Length] + noise[..random.Next(noise.Length)];
            var match = matcher.Ask(path.StartsWith('/') ? path : "/" + path, "?q=" + Uri.EscapeDataString(noise.Replace("\ud800", "")));

            Assert.True(match.Kind is not ResourceMatchKind.None || !path.StartsWith("/premium/", StringComparison.Ordinal), path);
            if (match.Resource is { } resource)
                AssertCanonical(resource);
        }
    }

    private static void AssertCanonical(Resource resource)
    {
        Assert.StartsWith("/", resource.FulfillmentPath, StringComparison.Ordinal);
        Assert.All(resource.FulfillmentPath + resource.Name, c => Assert.InRange(c, '!', '~'));
        Assert.True(resource.FulfillmentPath is "/" || resource.FulfillmentPath.Split('?')[0][^1] is not '/', resource.FulfillmentPath);
    }
}
