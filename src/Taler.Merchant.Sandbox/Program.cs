using Taler.Merchant.Sandbox.Hosting;

return await SandboxProgram.RunAsync(args, Console.Error);
