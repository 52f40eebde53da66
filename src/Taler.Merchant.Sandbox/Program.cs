namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>Written out, because the framework makes a short Program.cs a public class, and applications that refer to this library have their own.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => SandboxProgram.RunAsync(args, Console.Error);
}
