using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Taler.Merchant.Diagnostics;

namespace Taler.Merchant.Tests.Hosting;

public sealed class ReadmeTests
{
    private static string Readme { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Taler.Merchant.README.md"));

    [Fact]
    public void The_example_is_the_one_that_compiles()
    {
        var compiled = Lines(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ReadmeExample.cs")));
        var snippets = Readme.Split("```csharp")[1..].Select(rest => Lines(rest.Split("```")[0])).ToList();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(snippet, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_example_sends_the_visitor_to_the_payment_page()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.Json("""{"order_id":"essay-1"}"""),
            Answers.Json("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/essay-1/","order_status_url":"https://b.example/orders/essay-1"}"""));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Merchant:BaseUrl"] = backend.BaseUrl.AbsoluteUri;
        builder.Configuration["Merchant:AccessToken"] = MerchantHost.AccessToken;
        await using var app = ReadmeExample.Build(builder);
        await app.StartAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var response = await browser.GetAsync(new Uri(app.Urls.Single() + "/essay"));

        Assert.Equal((HttpStatusCode.Found, "https://b.example/orders/essay-1"), (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Fact]
    public void Every_setting_failure_and_error_type_has_its_line()
    {
        var settings = typeof(TalerMerchantOptions).GetProperties().Select(property => property.Name);
        var failures = Enum.GetValues<TalerMerchantFailure>();
        var names = settings.Concat(failures.Select(failure => failure.ToString())).Concat(failures.Select(MerchantMetrics.ErrorType));

        Assert.All(names, name => Assert.Contains($"`{name}`", Readme, StringComparison.Ordinal));
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
