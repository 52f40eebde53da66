using Microsoft.AspNetCore.Mvc.Testing;
using Taler.Paywall.Testing;

namespace EssayShop.Tests;

/// <summary>No essay can be had for nothing.</summary>
public sealed class AuditTests : IDisposable
{
    private const string DataHome = "XDG_DATA_HOME";

    private readonly ITestOutputHelper _output;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("essayshop-");

    /// <summary>The shop runs in this process, and its key ring belongs into no one's home.</summary>
    public AuditTests(ITestOutputHelper output)
    {
        _output = output;
        Environment.SetEnvironmentVariable(DataHome, _home.FullName);
    }

    [Fact]
    public async Task Nothing_that_the_shop_sells_leaks()
    {
        await using var factory = new WebApplicationFactory<Program>();

        var report = await PaywallAudit.RunAsync(factory, options =>
        {
            options.Sold.Add("/essays/bread").Add("/essays/bread/illustration.svg").Add("/essays/maps");
            options.Sold.Add("/essays/lighthouses").Add("/essays/money").Add("/essays/wall-charts").Add("/essays/gardens");
            options.Free.Add("/").Add("/how-it-works").Add("/site.css");
        });

        _output.WriteLine(report.ToString());
        Assert.True(report.IsTight);
        Assert.All(report.Counts, count => Assert.True(count is { Http1: > 0, Http2: > 0 }));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DataHome, value: null);
        _home.Delete(recursive: true);
    }
}
