using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;

namespace Taler.Paywall.Tests.Resources;

/// <summary>A build puts compressed copies and names with a fingerprint beside the files that are sold.</summary>
public class FileNameTests
{
    [Theory]
    [InlineData("/reports/{name}.txt", "/reports/q1.txt.gz", "/reports/q1.txt")]
    [InlineData("/reports/{name}.txt", "/reports/q1.txt.br", "/reports/q1.txt")]
    [InlineData("/reports/{name}.txt", "/reports/q1.txt.zst", "/reports/q1.txt")]
    [InlineData("/reports/q1.txt", "/REPORTS/Q1.TXT.GZ/", "/reports/q1.txt")]
    [InlineData("/reports/q1.txt", "/reports%2Fq1.txt%2Egz", "/reports/q1.txt")]
    [InlineData("/reports/q1.txt", "/reports//q1.txt.gz", "/reports/q1.txt")]
    [InlineData("/kiosk/{name}.txt", "/\u212Aio\u017Fk/q1.txt.gz", "/kiosk/q1.txt")]
    [InlineData("/annual-reports/{name}.txt", "/ANNUAL~1/q1.txt.br", "/annual-reports/q1.txt")]
    [InlineData("/reports/{name}.txt", "/reports/q1.txt.br.gz", "/reports/q1.txt")]
    public void A_compressed_copy_of_a_sold_file_is_sold_as_the_file(string pattern, string path, string name) =>
        Assert.Equal(name, Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/files/{name}", "/files/archive.tar.gz", "/files/archive.tar.gz")]
    [InlineData("/premium/{**rest}", "/premium/a.txt.br", "/premium/a.txt.br")]
    [InlineData("/reports/{name}.txt", "/reports/q1.csv.gz", "None")]
    [InlineData("/reports/{name}.txt", "/reports/q1.txt.zip", "None")]
    [InlineData("/reports/{name}.txt", "/reports/.gz", "None")]
    public void What_a_pattern_sells_or_leaves_free_by_its_own_name_stays_so(string pattern, string path, string name) =>
        Assert.Equal(name, Given.Patterns(pattern).NameOf(path));

    [Fact]
    public void A_cheap_name_does_not_open_the_compressed_copy_of_a_dear_file()
    {
        var matcher = Given.Matcher(Given.Sold("/reports/{name}"), Given.Sold("/reports/{name}.txt", price: "KUDOS:5"));

        Assert.Equal("Ambiguous", matcher.NameOf("/reports/q1.txt.gz"));
        Assert.Equal("/reports/q1.csv.gz", matcher.NameOf("/reports/q1.csv.gz"));
    }

    [Theory]
    [InlineData("/reports/q1.abc123.txt", "reports/q1.abc123.txt", "reports/q1.txt", "/reports/q1.txt")]
    [InlineData("/Reports/Q1.ABC123.txt/", "reports/q1.abc123.txt", "reports/q1.txt", "/reports/q1.txt")]
    [InlineData("/reports/q1.abc123.txt.gz", "reports/q1.abc123.txt.gz", "reports/q1.txt.gz", "/reports/q1.txt")]
    [InlineData("/shop/reports/q1.abc123.txt", "reports/q1.abc123.txt", "reports/q1.txt", "None")]
    [InlineData("/reports/q2.abc123.txt", "reports/q2.abc123.txt", "reports/q2.txt", "None")]
    [InlineData("/reports/q1.txt", "reports/q1.txt", null, "/reports/q1.txt")]
    [InlineData("/elsewhere", "reports/q1.abc123.txt", "reports/q1.txt", "Ambiguous")]
    public void A_name_with_a_fingerprint_is_sold_as_the_file(string path, string route, string? label, string name)
    {
        var context = new DefaultHttpContext { Request = { Path = path } };
        var asset = new StaticAssetDescriptor
        {
            Route = route,
            AssetPath = "reports/q1.txt",
            Properties = label is null ? [new StaticAssetProperty("integrity", "sha256-x")] : [new StaticAssetProperty("fingerprint", "abc123"), new StaticAssetProperty("label", label)],
        };
        context.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(asset), "asset"));

        var match = Given.Patterns("/reports/q1.txt").Match(context);

        Assert.Equal(name, match.Resource?.Name ?? match.Kind.ToString());
    }
}
