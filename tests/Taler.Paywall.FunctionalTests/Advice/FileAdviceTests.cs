using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>Files that a server in front of the paywall serves although they are sold, and what looking for them may cost.</summary>
public sealed class FileAdviceTests : IDisposable
{
    private static readonly Action<WebApplication> Paywall = app => app.UseTalerPaywall();
    private static readonly Action<WebApplication> StaticFiles = app => app.UseStaticFiles();
    private static readonly Action<WebApplication> FileServer = app => app.UseFileServer();

    private readonly SiteFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_file_that_is_sold_and_served_in_front_of_the_paywall()
    {
        _files.Write("free.txt");
        _files.Write("essays/maps/one.svg");
        _files.Write("essays/maps/two.svg");
        _files.Write("essays/maps/unknown.type");

        var sentence = await AdvisedShop.ExpectAsync("FilesInFront", StaticFiles + Paywall, configure: _files.AddTo);
        await AdvisedShop.ExpectNoneAsync(Paywall + StaticFiles, configure: _files.AddTo);

        Assert.StartsWith("/essays/maps/", sentence, StringComparison.Ordinal);
        Assert.Contains("TalerPaywall:Resources:0", sentence, StringComparison.Ordinal);
        Assert.Contains(" (and 1 more) is sold", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_file_of_a_folder_that_is_sold_and_served_in_front_of_the_paywall()
    {
        _files.Write("report/index.html");

        var sentence = await AdvisedShop.ExpectAsync("FilesInFront", FileServer + Paywall, configure: _files.AddTo);
        await AdvisedShop.ExpectNoneAsync(StaticFiles + Paywall, configure: _files.AddTo);

        Assert.StartsWith("/report/ (and 0 more) is sold", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_server_in_front_that_serves_nothing_that_is_sold()
    {
        _files.Write("site.css");
        _files.Write("essays/maps/one.svg");
        _files.Write("essays/maps/free.svg");

        await AdvisedShop.ExpectNoneAsync((app => app.UseStaticFiles("/assets")) + Paywall, configure: _files.AddTo);
        await AdvisedShop.ExpectNoneAsync(
            StaticFiles + Paywall + (app => app.MapGet("/essays/{slug}/one.svg", () => "")),
            settings => settings["TalerPaywall:FreePaths:0"] = "/essays/{slug}/free.svg",
            _files.AddTo);
    }

    [Fact]
    public async Task A_site_whose_file_server_fails_at_a_bare_request_starts_without_a_word()
    {
        _files.Write("essays/maps/map.svg");

        await AdvisedShop.ExpectNoneAsync(
            app =>
            {
                app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.RequestServices.GetRequiredService<IServiceCollection>() });
                app.UseTalerPaywall();
            },
            configure: _files.AddTo);
    }

    [Fact]
    public async Task A_site_whose_file_server_never_answers_starts_after_a_while_without_a_word_of_files()
    {
        _files.Write("essays/maps/map.svg");
        var clock = new ManualClock();
        using var asked = new SemaphoreSlim(0);
        using var answer = new ManualResetEventSlim();

        var start = Task.Run(() => AdvisedShop.ExpectNoneAsync(
            app =>
            {
                app.UseStaticFiles(new StaticFileOptions
                {
                    OnPrepareResponse = _ =>
                    {
                        asked.Release();
                        answer.Wait();
                    },
                });
                app.UseTalerPaywall();
            },
            configure: (Action<WebApplicationBuilder>)_files.AddTo + (builder => builder.Services.AddSingleton<TimeProvider>(clock))));
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(5));

        await start;
        answer.Set();
    }

    [Fact]
    public async Task A_site_that_is_stopped_while_its_files_are_looked_at_asks_for_no_more_of_them()
    {
        _files.Write("essays/maps/one.svg");
        _files.Write("essays/maps/two.svg");
        var asked = 0;

        await using var shop = await Shop.OpenAsync(
            Shop.Settings(new Uri("http://127.0.0.1:9966/instances/sandbox/")),
            _files.AddTo,
            app =>
            {
                app.UseStaticFiles(new StaticFileOptions
                {
                    OnPrepareResponse = _ =>
                    {
                        asked++;
                        app.Lifetime.StopApplication();
                    },
                });
                app.UseTalerPaywall();
            });

        Assert.Equal(1, asked);
        Assert.DoesNotContain(shop.Logs.Lines, line => line.Category.StartsWith("Taler.Paywall.Advice", StringComparison.Ordinal));
    }
}
