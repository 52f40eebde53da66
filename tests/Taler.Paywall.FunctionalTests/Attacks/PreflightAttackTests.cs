using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>A CORS preflight reaches handlers below a pattern; nothing but CORS comes back from them.</summary>
public sealed class PreflightAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    private const string Preflight = "OPTIONS /essays/a HTTP/1.1\r\nHost: localhost\r\nOrigin: https://x.example\r\nAccess-Control-Request-Method: GET\r\n";

    [Fact]
    public async Task Routing_takes_the_method_of_a_preflight_from_its_header_and_so_does_the_gate()
    {
        var settings = Shop.Settings(Sandbox.BaseUrl);
        settings["TalerPaywall:Resources:0:Methods:0"] = "GET";
        await using var shop = await Shop.OpenAsync(settings, builder => builder.Services.AddCors(), app =>
        {
            app.UseTalerPaywall();
            app.UseCors();
            app.MapGet("/essays/{slug}", () => Shop.Paid).RequireCors("no such policy");
        });

        var answer = await RawAsync(shop, Preflight + "Connection: close\r\n\r\n");

        Assert.DoesNotContain(Shop.Paid, answer, StringComparison.Ordinal);
    }
}
