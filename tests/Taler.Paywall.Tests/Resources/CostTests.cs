using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class CostTests
{
    [Theory]
    [InlineData("/", 0)]
    [InlineData("/products/list", 0)]
    [InlineData("/css/site.min.css", 0)]
    [InlineData("/section7", 0)]
    [InlineData("/section7/files/a.txt", 0)]
    [InlineData("/section7/on-rain/more/than/that", 0)]
    [InlineData("/section7/on-rain", 250)]
    public void A_request_allocates_nothing_until_it_names_a_resource(string path, long most)
    {
        var matcher = Given.Patterns([.. Enumerable.Range(0, 500).SelectMany(i => (string[])[$"/section{i}/{{slug}}", $"/section{i}/files/{{name}}.pdf"])]);
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        matcher.Match(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var match = matcher.Match(context);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(most == 0 ? ResourceMatchKind.None : ResourceMatchKind.Found, match.Kind);
        Assert.InRange(allocated, 0, most);
    }

    [Fact]
    public void Ten_thousand_patterns_compile_and_each_is_found()
    {
        var matcher = Given.Patterns([.. Enumerable.Range(0, 10_000).Select(i => $"/section{i % 100}/{{slug}}/part{i}")]);

        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Equal($"/section{i % 100}/a/part{i}", matcher.NameOf($"/section{i % 100}/a/part{i}")));
        Assert.Equal("None", matcher.NameOf("/section1/a/part2"));
    }
}
